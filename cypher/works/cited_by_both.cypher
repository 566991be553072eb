// Which works do both sides of a rebuttal lean on?
// Works that are cited by a speaker and by somebody who rebuts or undercuts that speaker, with the two and how often.
// $least float = 0.3, like 0.5: leave out relations less sure than this; 0 shows all
// $limit integer = 50, like 5: how many to show
// gives: work Work, critic Speaker, speaker Speaker, rebuttals integer, for_example text
// cost: heavy, because the works of all who disagree are compared
MATCH (rebuttal:Claim)-[rebuts:REBUTS|UNDERCUTS]->(claim:Claim)
WHERE rebuts.confidence >= $least
MATCH (rebuttal)<-[:ASSERTS]-(critic:Speaker)
MATCH (claim)<-[:ASSERTS]-(speaker:Speaker)
WHERE critic <> speaker
WITH critic, speaker, count(DISTINCT rebuttal) AS rebuttals, collect(rebuttal) AS ones, collect(rebuts) AS hows
MATCH (critic)-[:WROTE]->(:Post)-[:CITES]->(cited:Work)
WITH critic, speaker, rebuttals, ones, hows, collect(DISTINCT cited) AS shelf
MATCH (speaker)-[:WROTE]->(:Post)-[:CITES]->(work:Work)
WHERE work IN shelf
WITH DISTINCT critic, speaker, rebuttals, ones, hows, work
ORDER BY rebuttals DESC, work.id, critic.id, speaker.id
LIMIT $limit
UNWIND range(0, size(ones) - 1) AS at
WITH work, critic, speaker, rebuttals, ones[at] AS rebuttal, hows[at] AS rebuts
WITH work, critic, speaker, rebuttals, rebuttal, rebuts ORDER BY rebuts.confidence DESC, rebuttal.id
WITH work, critic, speaker, rebuttals, collect(rebuttal.text)[0] AS for_example
RETURN work, critic, speaker, rebuttals, for_example
ORDER BY rebuttals DESC, work.id, critic.id, speaker.id
