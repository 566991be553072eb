// What was said about a work?
// One work with every claim that cites it or takes a stance towards it, every post that names it outside a claim, and who
// wrote these. In `how` stands the stance, or the way of citing in CiTO's words.
// $work work = null, like cats: the work's title, address or id; without it, the one cited most
// $limit integer = 100, like 20: how many mentions and stances to show
// gives: work Work, how text, said Claim|Post, said_by Speaker, words text, _link relation, _says relation
// cost: light
MATCH (what:Work)
WHERE $work IS NULL OR what.id = $work OR toLower(what.title) = toLower($work)
WITH what, COUNT { (what)<-[:CITES]-() } AS mentions
ORDER BY mentions DESC, what.id
LIMIT 1
MATCH (said)-[_link:CITES|REBUTS|UNDERCUTS|SUPPORTS|AGREES_WITH|CONCEDES|QUESTIONS]->(what)
WHERE NOT EXISTS {
  MATCH (said)-[:STATES]->(claim:Claim)-[cites:CITES]->(what)
  WHERE claim.post = said.id AND cites.start_char = _link.start_char
}
WITH what, said, _link, CASE WHEN type(_link) = 'CITES' THEN coalesce(_link.use, 'names it') ELSE type(_link) END AS how
ORDER BY type(_link) = 'CITES', how, said.id, _link.start_char
LIMIT $limit
OPTIONAL MATCH (said)<-[_says:WROTE|ASSERTS]-(said_by:Speaker)
RETURN what AS work, how, said, said_by, _link.evidence AS words, _link, _says
ORDER BY type(_link) = 'CITES', how, said.id, _link.start_char, said_by.id
LIMIT $limit
