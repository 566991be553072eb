// What is rebutted most?
// Claims by the number of claims that rebut or undercut them, with who said them and who attacks them.
// A number tells how much was said against a claim, not whether the attacks are right.
// $least float = 0.3, like 0.5: count only relations at least this sure; 0 for all
// $limit integer = 20, like 5: how many claims to list
// gives: times integer, claim Claim, said_by text, rebutted_by list, surest float
// cost: heavy, because every attack is counted
// view: outline
MATCH (:Claim)-[rebuts:REBUTS|UNDERCUTS]->(claim:Claim)
WHERE rebuts.confidence >= $least
WITH claim, count(rebuts) AS times, max(rebuts.confidence) AS surest
ORDER BY times DESC, surest DESC, claim.id
LIMIT $limit
OPTIONAL MATCH (speaker:Speaker)-[:WROTE]->(:Post {id: claim.post})
WITH claim, times, surest, min(speaker.caption) AS said_by
MATCH (claim)<-[how:REBUTS|UNDERCUTS]-(attack:Claim)
WHERE how.confidence >= $least
OPTIONAL MATCH (attack)<-[:ASSERTS]-(critic:Speaker)
WITH claim, times, surest, said_by, critic.caption AS attacker ORDER BY attacker
WITH claim, times, surest, said_by, collect(DISTINCT attacker) AS rebutted_by
RETURN times, claim, said_by, rebutted_by, surest
ORDER BY times DESC, surest DESC, claim.id
