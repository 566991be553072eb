// Whom does a speaker argue with?
// One speaker with their claims, the claims of others that these answer or are answered by, and who made those.
// Read a line from left to right. Stances among the speaker's own claims are left out.
// $speaker speaker = null, like Alice: the speaker's name, caption or id; without it, who claims most
// $least float = 0.3, like 0.5: leave out stances less sure than this; 0 shows all
// $limit integer = 100, like 20: how many stances to show
// gives: speaker Speaker, claim Claim, side text, stance relation, other Claim|Work, other_speaker Speaker, _says relation, _said relation
// cost: light
MATCH (who:Speaker)
WHERE $speaker IS NULL OR who.id = $speaker OR toLower(who.caption) = toLower($speaker)
WITH who, COUNT { (who)-[:ASSERTS]->() } AS claims
ORDER BY claims DESC, who.id
LIMIT 1
MATCH (who)-[_says:ASSERTS]->(claim:Claim)-[stance:REBUTS|UNDERCUTS|SUPPORTS|AGREES_WITH|CONCEDES|QUESTIONS]-(other)
WHERE stance.confidence >= $least AND NOT EXISTS { MATCH (other)<-[:ASSERTS]-(who) }
WITH who, _says, claim, stance, other
ORDER BY stance.confidence DESC, claim.id, other.id, type(stance), stance.evidence_post
LIMIT $limit
OPTIONAL MATCH (other)<-[_said:ASSERTS]-(other_speaker:Speaker)
RETURN who AS speaker, claim, CASE WHEN endNode(stance) = claim THEN 'is answered by' ELSE 'answers' END AS side, stance, other, other_speaker, _says, _said
ORDER BY stance.confidence DESC, claim.id, other.id, type(stance), stance.evidence_post, other_speaker.id
LIMIT $limit
