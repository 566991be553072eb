// What does a speaker claim?
// The claims of each speaker, or of one, in the order they were made, with how often each was attacked.
// $speaker text = null, like Alice: the speaker's name, caption or id; without it, all speakers
// $least float = 0.3, like 0.5: count only relations at least this sure; 0 for all
// $limit integer = 100, like 5: how many claims to list
// gives: speaker Speaker, kind text, claim Claim, attacked integer, posted text
// cost: light
MATCH (speaker:Speaker)-[:ASSERTS]->(claim:Claim)<-[:STATES]-(post:Post)
WHERE $speaker IS NULL OR speaker.id = $speaker OR toLower(speaker.caption) = toLower($speaker)
RETURN speaker, claim.kind AS kind, claim,
       COUNT { MATCH (:Claim)-[attack:REBUTS|UNDERCUTS]->(claim) WHERE attack.confidence >= $least } AS attacked, post.posted AS posted
ORDER BY speaker.caption, speaker.id, post.position, post.id, claim.start_char, claim.id
LIMIT $limit
