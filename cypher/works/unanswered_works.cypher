// Which works were put forward and never answered?
// Works cited in posts that were replied to, which no other speaker mentions and no claim rebuts or questions.
// $limit integer = 50, like 5: how many works to list
// gives: work Work, cited_by text, mentions integer, posted text
// cost: light
// view: table
MATCH (speaker:Speaker)-[:WROTE]->(post:Post)-[cites:CITES]->(work:Work)
WHERE NOT EXISTS { MATCH (work)<-[:REBUTS|UNDERCUTS|QUESTIONS]-(:Claim) }
WITH work, count(cites) AS mentions, collect(DISTINCT speaker.id) AS speakers, min(speaker.caption) AS cited_by,
     min(post.posted) AS posted
WHERE size(speakers) = 1 AND EXISTS { MATCH (work)<-[:CITES]-(:Post)<-[:REPLIES_TO]-(:Post) }
RETURN work, cited_by, mentions, posted
ORDER BY mentions DESC, work.id
LIMIT $limit
