// Which claims lean on one work only?
// Claims that cite exactly one work, themselves or in the premises that support them: if it falls, they lose their footing.
// $least float = 0.3, like 0.5: count only support at least this sure; 0 for all
// $limit integer = 50, like 5: how many claims to list
// gives: claim Claim, said_by text, work Work, mentions integer
// cost: heavy, because every citation and what it supports is looked at
MATCH (reason:Claim)-[cites:CITES]->(cited:Work)
OPTIONAL MATCH (reason)-[supports:SUPPORTS]->(held:Claim)
WHERE supports.confidence >= $least
WITH cited, cites, CASE WHEN held IS NULL THEN reason ELSE held END AS claim
WITH claim, collect(DISTINCT cited.id) AS works, count(cites) AS mentions
WHERE size(works) = 1
MATCH (work:Work {id: works[0]})
OPTIONAL MATCH (claim)<-[:ASSERTS]-(speaker:Speaker)
WITH claim, work, mentions, min(speaker.caption) AS said_by
RETURN claim, said_by, work, mentions
ORDER BY mentions DESC, work.id, claim.id
LIMIT $limit
