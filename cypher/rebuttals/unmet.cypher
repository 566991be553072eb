// Which rebuttals were never met?
// Attacks that nobody attacked, questioned or conceded in turn, although their post was replied to; the surest first.
// $least float = 0.3, like 0.5: leave out attacks less sure than this; 0 shows all
// $limit integer = 50, like 5: how many to show
// gives: rebuttal Claim, rebuts relation, claim Claim, said_by text
// cost: heavy, because every attack is looked at
// view: outline
MATCH (rebuttal:Claim)-[rebuts:REBUTS|UNDERCUTS]->(claim:Claim)
WHERE rebuts.confidence >= $least
  AND EXISTS { MATCH (rebuttal)<-[:STATES]-(:Post)<-[:REPLIES_TO]-(:Post) }
  AND NOT EXISTS {
    MATCH (rebuttal)<-[:REBUTS|UNDERCUTS|CONCEDES|QUESTIONS]-(other:Claim)
    WHERE other.post <> rebuttal.post
  }
OPTIONAL MATCH (rebuttal)<-[:ASSERTS]-(speaker:Speaker)
WITH rebuttal, rebuts, claim, min(speaker.caption) AS said_by
RETURN rebuttal, rebuts, claim, said_by
ORDER BY rebuts.confidence DESC, rebuttal.id, claim.id, type(rebuts)
LIMIT $limit
