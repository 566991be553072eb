// Which claims of different discussions may be the same?
// Pairs that kg same found, the surest first, with who says them and whether a person said yes.
// $least float = 0, like 0.9: leave out pairs less sure than this
// $limit integer = 100, like 5: how many pairs to show
// gives: claim Claim, same relation, other Claim, said_by text, other_said_by text, accepted text
// cost: light
MATCH (claim:Claim)-[same:SAME_AS]->(other:Claim)
WHERE same.confidence >= $least
OPTIONAL MATCH (claim)<-[:ASSERTS]-(speaker:Speaker)
WITH claim, same, other, min(speaker.caption) AS said_by
OPTIONAL MATCH (other)<-[:ASSERTS]-(second:Speaker)
WITH claim, same, other, said_by, min(second.caption) AS other_said_by
RETURN claim, same, other, said_by, other_said_by, CASE WHEN same.asserted THEN 'yes' ELSE 'not yet' END AS accepted
ORDER BY same.confidence DESC, claim.id, other.id
LIMIT $limit
