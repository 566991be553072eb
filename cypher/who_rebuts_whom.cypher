// Who rebuts whom?
// Pairs of speakers, with how often one rebuts or undercuts a claim of the other, and one example of each.
MATCH (by:Speaker)-[:ASSERTS]->(rebuttal:Claim)-[rebuts:REBUTS|UNDERCUTS]->(claim:Claim)<-[:ASSERTS]-(of:Speaker)
WHERE by.id <> of.id
WITH by, of, rebuttal, rebuts ORDER BY rebuts.confidence DESC, rebuttal.id, rebuts.rule
WITH by, of, count(rebuts) AS times, collect(rebuttal.text) AS words
RETURN by, of, times, words[0] AS for_example
ORDER BY times DESC, by.id, of.id
