// What is said again?
// Claims that stand in several places of a discussion, in their writers' own words, with who says them.
// The words of each place are in its STATES; the first is where the claim was said first.
// $limit integer = 50, like 5: how many claims to list
// gives: times integer, claim Claim, said_by list, again list, surest float
// cost: heavy, because every place of every claim is looked at
// view: reader
MATCH (post:Post)-[states:STATES]->(claim:Claim)
WHERE states.evidence IS NOT NULL
WITH claim, states.evidence AS words, states.confidence AS sure ORDER BY words
WITH claim, count(words) AS places, collect(DISTINCT words) AS again, max(sure) AS surest
OPTIONAL MATCH (claim)<-[:ASSERTS]-(speaker:Speaker)
WITH claim, places, again, surest, speaker.caption AS name ORDER BY name
WITH claim, places, again, surest, collect(DISTINCT name) AS said_by
RETURN places + 1 AS times, claim, said_by, again, surest
ORDER BY times DESC, claim.id
LIMIT $limit
