// Who rebuts whom?
// Pairs of speakers, with how often one rebuts or undercuts a claim of the other, and one example of each.
// $least float = 0.3, like 0.5: count only relations at least this sure; 0 for all
// $limit integer = 200, like 20: how many pairs to list
// gives: speaker Speaker, other Speaker, times integer, for_example text
// cost: heavy, because every attack is counted
// view: matrix
MATCH (rebuttal:Claim)-[rebuts:REBUTS|UNDERCUTS]->(claim:Claim)
WHERE rebuts.confidence >= $least
MATCH (rebuttal)<-[:ASSERTS]-(speaker:Speaker)
MATCH (claim)<-[:ASSERTS]-(other:Speaker)
WHERE speaker <> other
WITH speaker, other, count(rebuts) AS times, collect(rebuttal) AS ones, collect(rebuts) AS hows
ORDER BY times DESC, speaker.id, other.id
LIMIT $limit
UNWIND range(0, size(ones) - 1) AS at
WITH speaker, other, times, ones[at] AS rebuttal, hows[at] AS rebuts
WITH speaker, other, times, rebuttal, rebuts ORDER BY rebuts.confidence DESC, rebuttal.id, rebuts.rule
WITH speaker, other, times, collect(rebuttal.text)[0] AS for_example
RETURN speaker, other, times, for_example
ORDER BY times DESC, speaker.id, other.id
