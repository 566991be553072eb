// Which posts have no named speaker?
// Posts whose writer the source does not name, with the beginning of what they say.
// $limit integer = 50, like 5: how many posts to list
// gives: post Post, discussion Discussion, speaker Speaker
// cost: heavy, because every post is looked at
// view: reader
MATCH (post:Post)-[:PART_OF]->(discussion:Discussion)
OPTIONAL MATCH (post)<-[:WROTE]-(speaker:Speaker)
WITH post, discussion, speaker
WHERE speaker.name IS NULL
RETURN post, discussion, speaker
ORDER BY discussion.id, post.position, post.id
LIMIT $limit
