// What changed between two loads?
// Claims that one of two snapshots of a discussion holds and the other does not: what came, and what went.
// Both must be in the graph as sources of their own, such as monday.json and friday.json. A source that is loaded again
// replaces what it gave before: to compare these, keep the records of both (kg extract) and use kg diff.
// $old text = null, like monday.json: the source of the older snapshot; without it, the discussion's first by name
// $new text = null, like friday.json: the source of the newer snapshot; without it, the discussion's last by name
// $limit integer = 100, like 5: how many claims to show
// gives: discussion Discussion, change text, claim Claim, said_by text, posted text, held_by text, not_by text
// cost: light
// view: table
MATCH (discussion:Discussion)
WHERE size(discussion.sources) > 1
WITH discussion, coalesce($old, discussion.sources[0]) AS old,
     coalesce($new, discussion.sources[size(discussion.sources) - 1]) AS new
WHERE old <> new AND old IN discussion.sources AND new IN discussion.sources AND EXISTS {
  MATCH (discussion)<-[:PART_OF]-(:Post)-[:STATES]->(both:Claim) WHERE old IN both.sources AND new IN both.sources
}
MATCH (discussion)<-[:PART_OF]-(post:Post)
WITH discussion, old, new, post
MATCH (post)-[:STATES]->(claim:Claim)
WHERE post.id = claim.post AND (old IN claim.sources) <> (new IN claim.sources)
WITH discussion, post, claim, CASE WHEN new IN claim.sources THEN 'came' ELSE 'went' END AS change, old, new
ORDER BY discussion.id, change, post.position, post.id, claim.start_char, claim.id
LIMIT $limit
OPTIONAL MATCH (post)<-[:WROTE]-(speaker:Speaker)
WITH discussion, post, claim, change, old, new, min(speaker.caption) AS said_by
RETURN discussion, change, claim, said_by, post.posted AS posted,
       CASE change WHEN 'came' THEN new ELSE old END AS held_by, CASE change WHEN 'came' THEN old ELSE new END AS not_by
ORDER BY discussion.id, change, post.position, post.id, claim.start_char, claim.id
