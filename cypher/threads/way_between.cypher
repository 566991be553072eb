// How are two claims connected?
// The shortest ways from one claim to another by rebuttals, supports and other stances, in either direction.
// Without parameters, the ways between the two claims that were attacked most.
// $first claim = null, like test: the first claim's id or the beginning of it, or some of its words
// $second claim = null, like pills: the same for the second claim
// $limit integer = 3, like 1: how many ways to show
// gives: steps integer, way path
// cost: heavy, because words are looked for in every claim, and every way of up to five steps is tried
MATCH (one:Claim)
WHERE $first IS NULL OR one.id STARTS WITH $first OR toLower(one.text) CONTAINS toLower($first)
WITH one, COUNT { MATCH (one)<-[:REBUTS|UNDERCUTS]-(:Claim) } AS times
ORDER BY times DESC, one.id LIMIT 1
MATCH (two:Claim)
WHERE two.id <> one.id AND ($second IS NULL OR two.id STARTS WITH $second OR toLower(two.text) CONTAINS toLower($second))
WITH one, two, COUNT { MATCH (two)<-[:REBUTS|UNDERCUTS]-(:Claim) } AS times
ORDER BY times DESC, two.id LIMIT 1
MATCH way = (one)-[:REBUTS|UNDERCUTS|SUPPORTS|AGREES_WITH|CONCEDES|QUESTIONS*1..5]-(two)
WITH way, length(way) AS steps, [node IN nodes(way) | node.id] AS ids
RETURN steps, way
ORDER BY steps, ids
LIMIT $limit
