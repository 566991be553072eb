// What is the tree of a thread?
// Posts with how deep they lie under the post that opened the thread; replies deeper than ten show at ten.
// $discussion discussion = null, like cats: the discussion's id or title; without it, all discussions
// $limit integer = 200, like 20: how many posts to show
// gives: depth integer, post Post, written_by text, answers relation, parent Post
// cost: heavy, because every post is followed back to the first
MATCH (root:Post)-[:PART_OF]->(discussion:Discussion)
WHERE ($discussion IS NULL OR discussion.id = $discussion OR discussion.title = $discussion)
  AND NOT EXISTS { MATCH (root)-[:REPLIES_TO]->(:Post) }
MATCH way = (post:Post)-[:REPLIES_TO*0..10]->(root)
WITH discussion, post, min(length(way)) AS depth
OPTIONAL MATCH (speaker:Speaker)-[:WROTE]->(post)
WITH discussion, post, depth, min(speaker.caption) AS written_by
OPTIONAL MATCH (post)-[answers:REPLIES_TO]->(parent:Post)
RETURN depth, post, written_by, answers, parent
ORDER BY discussion.id, post.position, post.id, parent.id
LIMIT $limit
