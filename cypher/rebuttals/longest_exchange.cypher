// Which claim was fought over longest?
// Chains in which each claim attacks the one before, the longest first; read a chain from its end to its beginning.
// Chains of more than eight attacks show as their last eight.
// $least float = 0.3, like 0.5: use only attacks at least this sure; 0 for all
// $limit integer = 5, like 1: how many chains to show
// gives: attacks integer, exchange path
// cost: heavy, because every chain of attacks is followed
MATCH (last:Claim)-[attack:REBUTS|UNDERCUTS]->(:Claim)
WHERE attack.confidence >= $least
  AND NOT EXISTS { MATCH (last)<-[more:REBUTS|UNDERCUTS]-(:Claim) WHERE more.confidence >= $least }
WITH DISTINCT last
MATCH exchange = (last)-[:REBUTS|UNDERCUTS*2..8]->(first:Claim)
WHERE all(step IN relationships(exchange) WHERE step.confidence >= $least)
RETURN length(exchange) AS attacks, exchange
ORDER BY attacks DESC, first.id, last.id
LIMIT $limit
