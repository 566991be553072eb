// Which questions are open?
// Questions in posts that were replied to, towards which no claim of another post takes any stance.
// $limit integer = 50, like 5: how many questions to list
// gives: asked_by text, question Claim, posted text
// cost: heavy, because every question is looked at
// view: outline
MATCH (post:Post)-[:STATES]->(question:Claim)
WHERE question.kind = 'question' AND post.id = question.post
  AND EXISTS { MATCH (post)<-[:REPLIES_TO]-(:Post) }
  AND NOT EXISTS {
    MATCH (question)<-[:REBUTS|UNDERCUTS|SUPPORTS|AGREES_WITH|CONCEDES|QUESTIONS]-(other:Claim)
    WHERE other.post <> question.post
  }
OPTIONAL MATCH (post)<-[:WROTE]-(speaker:Speaker)
WITH post, question, min(speaker.caption) AS asked_by
RETURN asked_by, question, post.posted AS posted
ORDER BY question.post, question.start_char, question.id
LIMIT $limit
