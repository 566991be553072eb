// What was said about a claim?
// One claim with everything that takes a stance towards it, what it answers itself, and who said all that.
// Read a line from left to right: the claim, whether it answers or is answered, how, and by what.
// $claim claim = null, like tiny: the claim's id, or some words of an attacked claim; without it, the one attacked most
// $limit integer = 100, like 20: how many stances to show
// gives: claim Claim, side text, stance relation, other Claim|Work, speaker Speaker, _says relation
// cost: heavy, because without --claim every attack is counted
// view: outline
OPTIONAL MATCH (named:Claim {id: $claim})
OPTIONAL MATCH (:Claim)-[attack:REBUTS|UNDERCUTS]->(attacked:Claim)
WHERE named IS NULL AND ($claim IS NULL OR toLower(attacked.text) CONTAINS toLower($claim))
WITH named, attacked, count(attack) AS attacks
ORDER BY attacks DESC, attacked.id
LIMIT 1
WITH coalesce(named, attacked) AS claim
MATCH (claim)-[stance:REBUTS|UNDERCUTS|SUPPORTS|AGREES_WITH|CONCEDES|QUESTIONS]-(other)
WITH claim, stance, other
ORDER BY stance.confidence DESC, type(stance), other.id
LIMIT $limit
OPTIONAL MATCH (other)<-[_says:ASSERTS]-(speaker:Speaker)
RETURN claim, CASE WHEN endNode(stance) = claim THEN 'is answered by' ELSE 'answers' END AS side, stance, other, speaker, _says
ORDER BY stance.confidence DESC, type(stance), other.id, speaker.id
LIMIT $limit
