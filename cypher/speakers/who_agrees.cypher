// Who agrees with whom?
// Pairs of speakers, with how often one supports, agrees with or concedes a claim of the other, and one example.
// $least float = 0.3, like 0.5: count only relations at least this sure; 0 for all
// $limit integer = 50, like 5: how many pairs to list
// gives: speaker Speaker, other Speaker, times integer, for_example text
// cost: heavy, because every support is counted
// view: matrix
MATCH (own:Claim)-[agrees:SUPPORTS|AGREES_WITH|CONCEDES]->(claim:Claim)
WHERE agrees.confidence >= $least
MATCH (own)<-[:ASSERTS]-(speaker:Speaker)
MATCH (claim)<-[:ASSERTS]-(other:Speaker)
WHERE speaker <> other
WITH speaker, other, count(agrees) AS times, collect(own) AS ones, collect(agrees) AS hows
ORDER BY times DESC, speaker.id, other.id
LIMIT $limit
UNWIND range(0, size(ones) - 1) AS at
WITH speaker, other, times, ones[at] AS own, hows[at] AS agrees
WITH speaker, other, times, own, agrees ORDER BY agrees.confidence DESC, own.id, type(agrees)
WITH speaker, other, times, collect(own.text)[0] AS for_example
RETURN speaker, other, times, for_example
ORDER BY times DESC, speaker.id, other.id
