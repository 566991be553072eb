// What does a speaker never answer?
// Attacks on a speaker's claims to which no claim of that speaker takes any stance, the surest first.
// The speaker may never have seen them: look at the time of the last post.
// $speaker speaker = null, like Alice: the speaker's name, caption or id; without it, all speakers
// $least float = 0.3, like 0.5: leave out attacks less sure than this; 0 shows all
// $limit integer = 50, like 5: how many to show
// gives: speaker Speaker, claim Claim, attack relation, objection Claim
// cost: heavy, because every attack is looked at
MATCH (speaker:Speaker)-[:ASSERTS]->(claim:Claim)<-[attack:REBUTS|UNDERCUTS]-(objection:Claim)
WHERE ($speaker IS NULL OR speaker.id = $speaker OR toLower(speaker.caption) = toLower($speaker))
  AND attack.confidence >= $least
  AND NOT EXISTS { MATCH (objection)<-[:ASSERTS]-(speaker) }
  AND NOT EXISTS {
    MATCH (objection)<-[:REBUTS|UNDERCUTS|SUPPORTS|AGREES_WITH|CONCEDES|QUESTIONS]-(:Claim)<-[:ASSERTS]-(speaker)
  }
RETURN speaker, claim, attack, objection
ORDER BY attack.confidence DESC, speaker.id, claim.id, objection.id, type(attack)
LIMIT $limit
