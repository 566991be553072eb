// Which rule found how much?
// Stances by type and by the rule that found them, with how sure they are on the average.
// $limit integer = 50, like 5: how many lines to list
// gives: stance text, rule text, times integer, mean float, surest float
// cost: heavy, because every stance is counted
// view: table
MATCH (:Claim)-[found:REBUTS|UNDERCUTS|SUPPORTS|AGREES_WITH|CONCEDES|QUESTIONS]->()
WITH type(found) AS stance, found.rule AS rule, count(found) AS times, avg(found.confidence) AS mean, max(found.confidence) AS surest
RETURN stance, rule, times, round(mean * 1000) / 1000 AS mean, surest
ORDER BY times DESC, stance, rule
LIMIT $limit
