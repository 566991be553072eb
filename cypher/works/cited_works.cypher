// Which works are cited, and by whom?
// Works by the number of mentions, with the speakers that mention them.
// $limit integer = 50, like 5: how many works to list
// gives: work Work, mentions integer, cited_by list, url text
// cost: light
// view: table
MATCH (work:Work)
WITH work, COUNT { MATCH (work)<-[:CITES]-(:Post) } AS mentions
WHERE mentions > 0
WITH work, mentions ORDER BY mentions DESC, work.id LIMIT $limit
OPTIONAL MATCH (work)<-[:CITES]-(:Post)<-[:WROTE]-(speaker:Speaker)
WITH work, mentions, speaker.caption AS name ORDER BY name
WITH work, mentions, collect(DISTINCT name) AS cited_by
RETURN work, mentions, cited_by, work.url AS url
ORDER BY mentions DESC, work.id
