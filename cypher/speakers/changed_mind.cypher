// Who changed their mind?
// Speakers who grant or share a claim that attacks one of their own: read both before you believe it.
// $least float = 0.3, like 0.5: use only relations at least this sure; 0 for all
// $limit integer = 50, like 5: how many to show
// gives: speaker Speaker, said Claim, attack relation, objection Claim, grants relation, granted_by Claim
// cost: heavy, because every concession is looked at
// view: timeline
MATCH (speaker:Speaker)-[:ASSERTS]->(granted_by:Claim)-[grants:CONCEDES|AGREES_WITH]->(objection:Claim)
WHERE grants.confidence >= $least
MATCH (objection)-[attack:REBUTS|UNDERCUTS]->(said:Claim)<-[:ASSERTS]-(speaker)
WHERE attack.confidence >= $least
RETURN speaker, said, attack, objection, grants, granted_by
ORDER BY grants.confidence * attack.confidence DESC, speaker.id, said.id, objection.id, granted_by.id, type(grants), type(attack)
LIMIT $limit
