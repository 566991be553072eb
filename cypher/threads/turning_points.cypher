// Where did the discussion turn?
// Posts whose claims drew the most attacks from other posts, with how many posts answer them.
// $least float = 0.3, like 0.5: count only attacks at least this sure; 0 for all
// $limit integer = 10, like 3: how many posts to list
// gives: post Post, written_by text, attacks integer, replies integer
// cost: heavy, because every attack is counted
// view: reader
MATCH (claim:Claim)<-[attack:REBUTS|UNDERCUTS]-(other:Claim)
WHERE attack.confidence >= $least AND other.post <> claim.post
MATCH (claim)<-[:STATES]-(post:Post)
WITH post, count(attack) AS attacks
WITH post, attacks, COUNT { (post)<-[:REPLIES_TO]-() } AS replies
ORDER BY attacks DESC, replies DESC, post.id
LIMIT $limit
OPTIONAL MATCH (post)<-[:WROTE]-(speaker:Speaker)
WITH post, min(speaker.caption) AS written_by, attacks, replies
RETURN post, written_by, attacks, replies
ORDER BY attacks DESC, replies DESC, post.id
