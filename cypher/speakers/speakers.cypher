// Who takes part?
// Speakers with how much they wrote and claimed, how often they attack others, and how often they are attacked.
// $least float = 0.3, like 0.5: count only attacks at least this sure; 0 for all
// $limit integer = 50, like 5: how many speakers to list
// gives: speaker Speaker, posts integer, claims integer, attacks integer, attacked integer
// cost: light
// view: table
MATCH (speaker:Speaker)
WITH speaker, COUNT { (speaker)-[:WROTE]->() } AS posts, COUNT { (speaker)-[:ASSERTS]->() } AS claims
ORDER BY claims DESC, posts DESC, speaker.id
LIMIT $limit
RETURN speaker, posts, claims,
       COUNT { MATCH (speaker)-[:ASSERTS]->(:Claim)-[attack:REBUTS|UNDERCUTS]->() WHERE attack.confidence >= $least } AS attacks,
       COUNT { MATCH (speaker)-[:ASSERTS]->(:Claim)<-[attack:REBUTS|UNDERCUTS]-() WHERE attack.confidence >= $least } AS attacked
ORDER BY claims DESC, posts DESC, speaker.id
