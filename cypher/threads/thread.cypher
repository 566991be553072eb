// How does the thread run?
// The posts of a discussion in order, each with its writer and the post it answers.
// $discussion discussion = null, like d: the discussion's id or title; without it, all discussions
// $limit integer = 200, like 5: how many posts to show
// gives: discussion Discussion, speaker Speaker, post Post, answers relation, parent Post, posted text, _wrote relation
// cost: light
// view: reader
MATCH (discussion:Discussion)
WHERE ($discussion IS NULL OR discussion.id = $discussion OR toLower(discussion.title) = toLower($discussion))
  AND EXISTS { (discussion)<-[:PART_OF]-() }
WITH discussion ORDER BY discussion.id LIMIT $limit
MATCH (discussion)<-[:PART_OF]-(post:Post)
WITH discussion, post ORDER BY discussion.id, post.position, post.id LIMIT $limit
OPTIONAL MATCH (post)<-[_wrote:WROTE]-(speaker:Speaker)
OPTIONAL MATCH (post)-[answers:REPLIES_TO]->(parent:Post)
RETURN discussion, speaker, post, answers, parent, post.posted AS posted, _wrote
ORDER BY discussion.id, post.position, post.id, speaker.id, parent.id
LIMIT $limit
