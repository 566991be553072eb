// Which works do both sides of a rebuttal lean on?
// Works that are cited by a speaker and by somebody who rebuts or undercuts that speaker, with the two and how often.
// $least float = 0.3, like 0.5: leave out relations less sure than this; 0 shows all
// $limit integer = 50, like 5: how many to show
// gives: work Work, critic Speaker, speaker Speaker, rebuttals integer, for_example text
// cost: light
MATCH (critic:Speaker)-[:ASSERTS]->(rebuttal:Claim)-[rebuts:REBUTS|UNDERCUTS]->(claim:Claim)<-[:ASSERTS]-(speaker:Speaker)
WHERE rebuts.confidence >= $least AND critic.id <> speaker.id
WITH critic, speaker, rebuttal, rebuts ORDER BY rebuts.confidence DESC, rebuttal.id
WITH critic, speaker, count(DISTINCT rebuttal.id) AS rebuttals, collect(rebuttal.text) AS examples
MATCH (critic)-[:WROTE]->(:Post)-[:CITES]->(work:Work)
WITH DISTINCT critic, speaker, rebuttals, examples, work
MATCH (speaker)-[:WROTE]->(:Post)-[:CITES]->(work)
WITH DISTINCT critic, speaker, rebuttals, examples, work
RETURN work, critic, speaker, rebuttals, examples[0] AS for_example
ORDER BY rebuttals DESC, work.id, critic.id, speaker.id
LIMIT $limit
