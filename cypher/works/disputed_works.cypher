// Which works are disputed most?
// Works by the number of posts that dispute or refute them, with who does and how often they are mentioned at all.
// $least float = 0.3, like 0.5: leave out uses less sure than this; 0 shows all
// $limit integer = 50, like 5: how many works to list
// gives: work Work, disputed integer, mentions integer, disputed_by list, for_example text
// cost: light
// view: table
MATCH (post)-[cites:CITES]->(work:Work)
WHERE NOT post:Claim AND cites.use IN ['disputes', 'refutes'] AND cites.use_confidence >= $least
OPTIONAL MATCH (post)<-[:WROTE]-(speaker:Speaker)
WITH work, post, cites, speaker.caption AS name ORDER BY name, post.id, cites.start_char
WITH work, count(DISTINCT post.id) AS disputed, collect(DISTINCT name) AS disputed_by, collect(cites.use_words) AS words
RETURN work, disputed, COUNT { MATCH (work)<-[:CITES]-(:Post) } AS mentions, disputed_by, words[0] AS for_example
ORDER BY disputed DESC, mentions DESC, work.id
LIMIT $limit
