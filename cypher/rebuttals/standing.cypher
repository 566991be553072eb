// Which claims stand in the end?
// Claims that were attacked, the most attacked first, each with whether it stands: a claim falls if an attack on it stands,
// and stands if all attacks on it fall; a claim that nobody attacked stands, and is not listed. Where attacks go round in
// a circle that nothing breaks, the claims in it are undecided. That is the grounded extension of Dung (1995).
// It tells what follows from the attacks that were found, not what is true. The Cypher alone, as in the Neo4j Browser,
// follows three attacks and calls undecided what takes more.
// $standing text = null, like stands: only the claims of which this holds: stands, falls or undecided
// $discussion discussion = null, like cats: only claims of this discussion, by its id or title
// $least float = 0.3, like 0.5: count only attacks at least this sure; 0 for all
// $limit integer = 50, like 5: how many claims to list
// gives: standing text, claim Claim, said_by text, attacks integer, attack Claim, beaten_by Claim, _attacks relation, _beats relation
// cost: heavy, because whether one attack stands hangs on all others
// view: table
// procedure: standing
MATCH (:Claim)-[any:REBUTS|UNDERCUTS]->(claim:Claim)
WHERE any.confidence >= $least AND ($discussion IS NULL OR EXISTS {
  MATCH (claim)<-[:STATES]-(:Post)-[:PART_OF]->(home:Discussion)
  WHERE home.id = $discussion OR toLower(home.title) = toLower($discussion)
})
WITH claim, count(any) AS attacks
WITH claim, attacks, CASE
  WHEN EXISTS {
    MATCH (claim)<-[first:REBUTS|UNDERCUTS]-(one:Claim)
    WHERE first.confidence >= $least AND NOT EXISTS {
      MATCH (one)<-[second:REBUTS|UNDERCUTS]-(:Claim) WHERE second.confidence >= $least
    }
  } THEN 'falls'
  WHEN EXISTS {
    MATCH (claim)<-[first:REBUTS|UNDERCUTS]-(one:Claim)
    WHERE first.confidence >= $least AND NOT EXISTS {
      MATCH (one)<-[second:REBUTS|UNDERCUTS]-(two:Claim)
      WHERE second.confidence >= $least AND NOT EXISTS {
        MATCH (two)<-[third:REBUTS|UNDERCUTS]-(:Claim) WHERE third.confidence >= $least
      }
    }
  } THEN 'undecided'
  ELSE 'stands'
END AS standing
WHERE $standing IS NULL OR standing = $standing
WITH standing, claim, attacks ORDER BY attacks DESC, claim.id LIMIT $limit
MATCH (claim)<-[first:REBUTS|UNDERCUTS]-(one:Claim)
WHERE first.confidence >= $least AND (standing <> 'falls' OR NOT EXISTS {
  MATCH (one)<-[second:REBUTS|UNDERCUTS]-(:Claim) WHERE second.confidence >= $least
})
WITH standing, claim, attacks, one, first ORDER BY first.confidence DESC, one.id, type(first)
WITH standing, claim, attacks, collect(one)[0] AS attack, collect(first)[0] AS _attacks
OPTIONAL MATCH (attack)<-[second:REBUTS|UNDERCUTS]-(two:Claim)
WHERE standing = 'stands' AND second.confidence >= $least AND NOT EXISTS {
  MATCH (two)<-[third:REBUTS|UNDERCUTS]-(:Claim) WHERE third.confidence >= $least
}
WITH standing, claim, attacks, attack, _attacks, two, second ORDER BY second.confidence DESC, two.id, type(second)
WITH standing, claim, attacks, attack, _attacks, collect(two)[0] AS beaten_by, collect(second)[0] AS _beats
OPTIONAL MATCH (claim)<-[:ASSERTS]-(speaker:Speaker)
WITH standing, claim, attacks, attack, _attacks, beaten_by, _beats, min(speaker.caption) AS said_by
RETURN standing, claim, said_by, attacks, attack, beaten_by, _attacks, _beats
ORDER BY attacks DESC, claim.id
