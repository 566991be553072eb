// Which relations are least sure?
// Stances with the lowest confidence first: look at these before you rest anything on them.
// $limit integer = 50, like 5: how many to show
// gives: claim Claim, stance relation, target Claim|Work, rule text, evidence text
// cost: heavy, because every stance is compared
// view: table
MATCH (claim:Claim)-[stance:REBUTS|UNDERCUTS|SUPPORTS|AGREES_WITH|CONCEDES|QUESTIONS]->(target)
WITH claim, stance, target ORDER BY stance.confidence, claim.id, type(stance), target.id LIMIT $limit
RETURN claim, stance, target, stance.rule AS rule, stance.evidence AS evidence
ORDER BY stance.confidence, claim.id, type(stance), target.id
