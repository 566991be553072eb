// Which claims went unanswered?
// Claims in posts that were replied to, towards which no other claim of another post takes any stance.
// Claims of posts that nobody replied to are left out: there silence says nothing.
// $limit integer = 50, like 5: how many claims to list
// gives: said_by text, claim Claim, posted text
// cost: heavy, because every claim is looked at
// view: outline
MATCH (post:Post)-[:STATES]->(claim:Claim)
WHERE claim.kind = 'claim' AND post.id = claim.post
  AND EXISTS { MATCH (post)<-[:REPLIES_TO]-(:Post) }
  AND NOT EXISTS {
    MATCH (claim)<-[:REBUTS|UNDERCUTS|SUPPORTS|AGREES_WITH|CONCEDES|QUESTIONS]-(other:Claim)
    WHERE other.post <> claim.post
  }
OPTIONAL MATCH (post)<-[:WROTE]-(speaker:Speaker)
RETURN speaker.caption AS said_by, claim, post.posted AS posted
ORDER BY post.position, claim.post, claim.start_char, claim.id, said_by
LIMIT $limit
