// What was quoted most?
// Claims by the number of posts that quote them, with who said them.
// $limit integer = 20, like 5: how many claims to list
// gives: times integer, claim Claim, said_by text
// cost: light
// view: reader
MATCH (post)-[:QUOTES]->(claim:Claim)
WITH claim, count(DISTINCT post) AS times
ORDER BY times DESC, claim.id
LIMIT $limit
OPTIONAL MATCH (claim)<-[:ASSERTS]-(speaker:Speaker)
WITH claim, times, min(speaker.caption) AS said_by
RETURN times, claim, said_by
ORDER BY times DESC, claim.id
