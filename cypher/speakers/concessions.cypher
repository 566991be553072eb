// Who conceded what?
// Claims by which a speaker grants what somebody else said, with the words that were granted.
// $speaker speaker = null, like Alice: the speaker's name, caption or id; without it, all speakers
// $least float = 0.3, like 0.5: leave out relations less sure than this; 0 shows all
// $limit integer = 50, like 5: how many to show
// gives: speaker Speaker, concession Claim, concedes relation, granted Claim|Work, _says relation
// cost: light
// view: outline
MATCH (concession:Claim)-[concedes:CONCEDES]->(granted)
MATCH (concession)<-[_says:ASSERTS]-(speaker:Speaker)
WHERE ($speaker IS NULL OR speaker.id = $speaker OR toLower(speaker.caption) = toLower($speaker))
  AND concedes.confidence >= $least
RETURN speaker, concession, concedes, granted, _says
ORDER BY concedes.confidence DESC, concession.id, granted.id, speaker.id
LIMIT $limit
