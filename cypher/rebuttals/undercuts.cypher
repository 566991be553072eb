// Which arguments were undercut?
// Attacks on the step from a reason to its conclusion: the reason may be true, and yet not carry what rests on it.
// $least float = 0, like 0.5: leave out relations less sure than this
// $limit integer = 50, like 5: how many to show
// gives: undercut Claim, undercuts relation, reason Claim|Work, supports relation, conclusion Claim
// cost: light
MATCH (undercut:Claim)-[undercuts:UNDERCUTS]->(reason)
WHERE undercuts.confidence >= $least
OPTIONAL MATCH (reason)-[supports:SUPPORTS]->(conclusion:Claim)
RETURN undercut, undercuts, reason, supports, conclusion
ORDER BY undercuts.confidence DESC, undercut.id, reason.id, conclusion.id
LIMIT $limit
