// Which rebuttals are themselves rebutted?
// A claim, what was said against it, and what was said against that: there the first claim was defended.
// $least float = 0.3, like 0.5: leave out relations less sure than this; 0 shows all
// $limit integer = 50, like 5: how many to show
// gives: counter Claim, counters relation, rebuttal Claim, rebuts relation, claim Claim
// cost: heavy, because every attack is looked at
// view: outline
MATCH (counter:Claim)-[counters:REBUTS|UNDERCUTS]->(rebuttal:Claim)-[rebuts:REBUTS|UNDERCUTS]->(claim:Claim)
WHERE counters.confidence >= $least AND rebuts.confidence >= $least AND counter.id <> claim.id
RETURN counter, counters, rebuttal, rebuts, claim
ORDER BY counters.confidence * rebuts.confidence DESC, claim.id, rebuttal.id, counter.id, type(counters), type(rebuts)
LIMIT $limit
