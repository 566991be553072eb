// Who rebutted what?
// Every claim that rebuts or undercuts another claim or a work, with who said both, the surest first.
// Follow an arrow from an attack to what it attacks; the words it rests on are in its evidence.
// $least float = 0.3, like 0.5: leave out relations less sure than this; 0 shows all
// $limit integer = 200, like 5: how many to show
// gives: speaker Speaker, rebuttal Claim, rebuts relation, target Claim|Work, other Speaker, _says relation, _said relation
// cost: heavy, because every attack is compared
MATCH (rebuttal:Claim)-[rebuts:REBUTS|UNDERCUTS]->(target)
WHERE rebuts.confidence >= $least
WITH rebuttal, rebuts, target
ORDER BY rebuts.confidence DESC, rebuttal.id, type(rebuts), target.id
LIMIT $limit
OPTIONAL MATCH (rebuttal)<-[_says:ASSERTS]-(speaker:Speaker)
OPTIONAL MATCH (target)<-[_said:ASSERTS]-(other:Speaker)
RETURN speaker, rebuttal, rebuts, target, other, _says, _said
ORDER BY rebuts.confidence DESC, rebuttal.id, type(rebuts), target.id, speaker.id, other.id
LIMIT $limit
