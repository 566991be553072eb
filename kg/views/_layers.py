"""In which layer of the picture a node stands, so that all relations run the same way."""

from collections import deque

Links = list[tuple[int, int]]


def components(count: int, links: Links) -> list[list[int]]:
    """The parts of the picture that hang together, the largest first."""
    near: list[list[int]] = [[] for _ in range(count)]
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    seen = [False] * count
    found = []
    for start in range(count):
        if seen[start]:
            continue
        seen[start], part = True, [start]
        for node in part:
            for other in near[node]:
                if not seen[other]:
                    seen[other] = True
                    part.append(other)
        found.append(sorted(part))
    return sorted(found, key=lambda part: (-len(part), part))


def without_cycles(count: int, links: Links) -> Links:
    """The links, each once, with those turned round that would close a cycle."""
    targets: list[list[int]] = [[] for _ in range(count)]
    for a, b in sorted(set(links)):
        if a != b:
            targets[a].append(b)
    state = [0] * count  # 1 while a node is on the way down, 2 when it is done
    kept: set[tuple[int, int]] = set()
    for start in range(count):
        if state[start]:
            continue
        state[start] = 1
        stack = [(start, iter(targets[start]))]
        while stack:
            node, rest = stack[-1]
            for target in rest:
                kept.add((target, node) if state[target] == 1 else (node, target))
                if not state[target]:
                    state[target] = 1
                    stack.append((target, iter(targets[target])))
                    break
            else:
                state[node] = 2
                stack.pop()
    return sorted(kept)


def layers(count: int, links: Links, limit: int) -> list[int]:
    """The layer of each node, counted from where relations end; at most `limit` nodes share one.

    Longest path from the sinks, with that limit; then nodes that more relations reach than leave
    are drawn next to the nearest of those, so that a paper stands beside the claim that cites it.
    """
    sources: list[list[int]] = [[] for _ in range(count)]
    targets: list[list[int]] = [[] for _ in range(count)]
    for a, b in links:
        targets[a].append(b)
        sources[b].append(a)
    layer, used = [0] * count, dict[int, int]()
    waiting = [len(t) for t in targets]
    ready = deque(node for node in range(count) if not waiting[node])
    order = []
    while ready:
        node = ready.popleft()
        order.append(node)
        at = max((layer[t] + 1 for t in targets[node]), default=0)
        while used.get(at, 0) >= limit:
            at += 1
        layer[node] = at
        used[at] = used.get(at, 0) + 1
        for source in sources[node]:
            waiting[source] -= 1
            if not waiting[source]:
                ready.append(source)
    for node in reversed(order):
        if sources[node] and len(sources[node]) > len(targets[node]):
            at = min(layer[s] for s in sources[node]) - 1
            while at > layer[node] and used.get(at, 0) >= limit:
                at -= 1
            used[layer[node]] -= 1
            used[at] = used.get(at, 0) + 1
            layer[node] = at
    return layer
