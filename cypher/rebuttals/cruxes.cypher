// What is the crux?
// Claims that some people attack and other people than their own speaker support: there the two sides meet.
// Whoever is convinced about a crux has most of the rest of the debate decided.
// $least float = 0.3, like 0.5: count only relations at least this sure; 0 for all
// $limit integer = 20, like 5: how many claims to list
// gives: claim Claim, said_by text, attacked_by list, supported_by list
// cost: heavy, because every attack and support is looked at
// view: outline
MATCH (:Claim)-[attack:REBUTS|UNDERCUTS]->(claim:Claim)
WHERE attack.confidence >= $least
WITH DISTINCT claim
WHERE EXISTS { MATCH (claim)<-[support:SUPPORTS|AGREES_WITH]-(:Claim) WHERE support.confidence >= $least }
MATCH (claim)<-[attack:REBUTS|UNDERCUTS]-(:Claim)<-[:ASSERTS]-(attacker:Speaker)
WHERE attack.confidence >= $least
MATCH (claim)<-[support:SUPPORTS|AGREES_WITH]-(:Claim)<-[:ASSERTS]-(supporter:Speaker)
WHERE support.confidence >= $least AND supporter.id <> attacker.id
  AND NOT EXISTS { MATCH (claim)<-[:ASSERTS]-(supporter) }
WITH DISTINCT claim, attacker.caption AS attacker, supporter.caption AS supporter ORDER BY attacker, supporter
WITH claim, collect(DISTINCT attacker) AS attacked_by, collect(DISTINCT supporter) AS supported_by
ORDER BY size(attacked_by) + size(supported_by) DESC, claim.id
LIMIT $limit
OPTIONAL MATCH (claim)<-[:ASSERTS]-(speaker:Speaker)
WITH claim, min(speaker.caption) AS said_by, attacked_by, supported_by
RETURN claim, said_by, attacked_by, supported_by
ORDER BY size(attacked_by) + size(supported_by) DESC, claim.id
