// What is the tree of a thread?
// Posts with how deep they lie under the post that opened the thread, each followed by what answers it, as in a forum.
// Replies deeper than a hundred are left out.
// $discussion discussion = null, like cats: the discussion's id or title; without it, all discussions
// $limit integer = 200, like 20: how many posts to show
// gives: depth integer, post Post, written_by text, answers relation, parent Post
// cost: light
MATCH (discussion:Discussion)
WHERE ($discussion IS NULL OR discussion.id = $discussion OR toLower(discussion.title) = toLower($discussion))
  AND EXISTS { (discussion)<-[:PART_OF]-() }
WITH discussion ORDER BY discussion.id LIMIT $limit
MATCH (discussion)<-[:PART_OF]-(root:Post)
WHERE NOT EXISTS { MATCH (root)-[:REPLIES_TO]->(:Post) }
WITH discussion, root ORDER BY discussion.id, root.position, root.id LIMIT $limit
MATCH way = (root)<-[:REPLIES_TO*0..100]-(post:Post)
WITH discussion, post, length(way) AS depth, [step IN nodes(way) | coalesce(step.position, -1)] AS place
ORDER BY discussion.id, place, post.id
LIMIT $limit
OPTIONAL MATCH (post)<-[:WROTE]-(speaker:Speaker)
WITH discussion, post, depth, place, min(speaker.caption) AS written_by
OPTIONAL MATCH (post)-[answers:REPLIES_TO]->(parent:Post)
RETURN depth, post, written_by, answers, parent
ORDER BY discussion.id, place, post.id, parent.id
LIMIT $limit
