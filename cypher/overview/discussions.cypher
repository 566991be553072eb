// Which discussions are there?
// Discussions with how many posts, speakers, claims and attacks each has, the longest first.
// $least float = 0.3, like 0.5: count only attacks at least this sure; 0 for all
// $limit integer = 50, like 5: how many discussions to list
// gives: discussion Discussion, posts integer, speakers integer, claims integer, attacks integer, url text
// cost: light
// view: table
MATCH (discussion:Discussion)
WITH discussion, COUNT { (discussion)<-[:PART_OF]-() } AS posts
ORDER BY posts DESC, discussion.id
LIMIT $limit
OPTIONAL MATCH (discussion)<-[:PART_OF]-(:Post)<-[:WROTE]-(speaker:Speaker)
WITH discussion, posts, count(DISTINCT speaker) AS speakers
RETURN discussion, posts, speakers,
       COUNT { MATCH (discussion)<-[:PART_OF]-(:Post)-[:STATES]->(:Claim) } AS claims,
       COUNT { MATCH (discussion)<-[:PART_OF]-(:Post)-[:STATES]->(:Claim)-[attack:REBUTS|UNDERCUTS]->()
               WHERE attack.confidence >= $least } AS attacks,
       discussion.url AS url
ORDER BY posts DESC, discussion.id
