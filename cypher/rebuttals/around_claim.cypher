// What was said about a claim?
// One claim with everything that takes a stance towards it, what it answers itself, and who said all that.
// Without --claim it is the claim that was attacked most.
// $claim claim = null, like tiny: the claim's id or the beginning of it, or some of its words
// $limit integer = 100, like 20: how many stances to show
// gives: claim Claim, stance relation, other Claim|Work, speaker Speaker, _says relation
// cost: heavy, because words are looked for in every claim
// view: outline
MATCH (claim:Claim)
WHERE $claim IS NULL OR claim.id STARTS WITH $claim OR toLower(claim.text) CONTAINS toLower($claim)
WITH claim, COUNT { MATCH (:Claim)-[:REBUTS|UNDERCUTS]->(claim) } AS attacks
ORDER BY attacks DESC, claim.id
LIMIT 1
MATCH (claim)-[stance:REBUTS|UNDERCUTS|SUPPORTS|AGREES_WITH|CONCEDES|QUESTIONS]-(other)
OPTIONAL MATCH (speaker:Speaker)-[_says:ASSERTS]->(other)
RETURN claim, stance, other, speaker, _says
ORDER BY stance.confidence DESC, type(stance), other.id, speaker.id
LIMIT $limit
