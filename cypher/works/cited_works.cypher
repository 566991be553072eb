// Which works are cited, and by whom?
// Works by the number of mentions, with the speakers that mention them.
// $limit integer = 50, like 5: how many works to list
// gives: work Work, mentions integer, cited_by list, url text
// cost: light
// view: table
MATCH (post:Post)-[cites:CITES]->(work:Work)
OPTIONAL MATCH (speaker:Speaker)-[:WROTE]->(post)
WITH work, cites, speaker.caption AS name ORDER BY name
WITH work, count(cites) AS mentions, collect(DISTINCT name) AS cited_by
RETURN work, mentions, cited_by, work.url AS url
ORDER BY mentions DESC, work.id
LIMIT $limit
