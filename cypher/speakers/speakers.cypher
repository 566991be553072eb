// Who takes part?
// Speakers with how much they wrote and claimed, how often they attack others, and how often they are attacked.
// $least float = 0.3, like 0.5: count only attacks at least this sure; 0 for all
// $limit integer = 50, like 5: how many speakers to list
// gives: speaker Speaker, posts integer, claims integer, attacks integer, attacked integer
// cost: heavy, because all claims of every speaker are counted
// view: table
MATCH (speaker:Speaker)
RETURN speaker,
       COUNT { MATCH (speaker)-[:WROTE]->(:Post) } AS posts,
       COUNT { MATCH (speaker)-[:ASSERTS]->(:Claim) } AS claims,
       COUNT { MATCH (speaker)-[:ASSERTS]->(:Claim)-[attack:REBUTS|UNDERCUTS]->() WHERE attack.confidence >= $least } AS attacks,
       COUNT { MATCH (speaker)-[:ASSERTS]->(:Claim)<-[attack:REBUTS|UNDERCUTS]-() WHERE attack.confidence >= $least } AS attacked
ORDER BY claims DESC, posts DESC, speaker.id
LIMIT $limit
