// What does a speaker claim?
// The claims of each speaker, or of one, in the order they were made, with how often each was attacked.
// $speaker speaker = null, like Alice: the speaker's name, caption or id; without it, all speakers
// $least float = 0.3, like 0.5: count only relations at least this sure; 0 for all
// $limit integer = 100, like 5: how many claims to list
// gives: speaker Speaker, kind text, claim Claim, attacked integer, posted text
// cost: light
// view: table
MATCH (speaker:Speaker)
WHERE ($speaker IS NULL OR speaker.id = $speaker OR toLower(speaker.caption) = toLower($speaker))
  AND EXISTS { (speaker)-[:ASSERTS]->() }
WITH speaker ORDER BY speaker.caption, speaker.id LIMIT $limit
MATCH (speaker)-[:WROTE]->(post:Post)-[states:STATES]->(claim:Claim)
WITH speaker, claim, min(post.position) AS place, min(post.posted) AS posted, min(post.id) AS first, min(states.start_char) AS start
ORDER BY speaker.caption, speaker.id, place, first, start, claim.id
LIMIT $limit
RETURN speaker, claim.kind AS kind, claim,
       COUNT { MATCH (claim)<-[attack:REBUTS|UNDERCUTS]-(:Claim) WHERE attack.confidence >= $least } AS attacked, posted
ORDER BY speaker.caption, speaker.id, place, first, start, claim.id
