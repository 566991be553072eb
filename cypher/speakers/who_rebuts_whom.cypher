// Who rebuts whom?
// Pairs of speakers, with how often one rebuts or undercuts a claim of the other, and one example of each.
// $least float = 0.3, like 0.5: count only relations at least this sure; 0 for all
// gives: speaker Speaker, other Speaker, times integer, for_example text
// cost: light
// view: matrix
MATCH (speaker:Speaker)-[:ASSERTS]->(rebuttal:Claim)-[rebuts:REBUTS|UNDERCUTS]->(claim:Claim)<-[:ASSERTS]-(other:Speaker)
WHERE speaker.id <> other.id AND rebuts.confidence >= $least
WITH speaker, other, rebuttal, rebuts ORDER BY rebuts.confidence DESC, rebuttal.id, rebuts.rule
WITH speaker, other, count(rebuts) AS times, collect(rebuttal.text) AS words
RETURN speaker, other, times, words[0] AS for_example
ORDER BY times DESC, speaker.id, other.id
