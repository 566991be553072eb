"""The markup of the sites whose saved pages are known: one row a site, one part for its posts, one for its comments.

What a post says of itself is told as `SELECTOR@ATTRIBUTE`: an attribute of the first such element that belongs to it;
without `@ATTRIBUTE` the words of that element, without SELECTOR an attribute of the post itself. Where several are
told, the first that holds something counts.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Where the posts of one kind stand, and what is told of each."""

    posts: str
    id: tuple[str, ...]
    author: tuple[str, ...]
    body: tuple[str, ...]
    account: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    score: tuple[str, ...] = ()
    parent: tuple[str, ...] = ()
    depth: tuple[str, ...] = ()
    link: tuple[str, ...] = ()  # where a link post points at


@dataclass(frozen=True, slots=True)
class Site:
    """A site: its name in ids (empty: its host), what only its pages hold, and where a page's address has its id."""

    name: str
    known: str
    address: str
    title: tuple[str, ...]
    opening: Part | None
    comments: Part
    native: str  # what is the id, in what the markup says of it
    topic: str = ""  # where the thread's own id stands, if not in the address
    left_out: tuple[str, ...] = ()  # stubs of comments that were not loaded
    added: tuple[str, ...] = ()  # words that the site puts into a post


SITES = (
    Site(  # GreaterWrong, which shows LessWrong and the EA Forum
        name="lesswrong",
        known="li.comment-item .comment-meta, main.post .post-body, .comment-meta .comment-parent-link",
        address=r"/posts/(\w+)",
        title=("h1.post-title", "title"),
        opening=Part(
            posts="main.post",
            id=(),
            author=(".post-meta a.author",),
            account=(".post-meta a.author@href",),
            date=(".post-meta .date@data-js-date", ".post-meta .date"),
            score=(".post-meta .karma-value",),
            body=(".post-body",),
            link=("a.link-post-link@href",),
        ),
        comments=Part(
            posts="li.comment-item",
            id=("@id",),
            author=(".comment-meta a.author",),
            account=(".comment-meta a.author@href",),
            date=(".comment-meta .date@data-js-date", ".comment-meta .date"),
            score=(".comment-meta .karma-value",),
            body=(".comment-body",),
            parent=(".comment-meta .comment-parent-link@href",),
        ),
        native=r"(?:^|#)(?:comment-)?(\w+)$",
        added=(".post-body > p:first-child > a.link-post-link:only-child",),
    ),
    Site(  # LessWrong, the EA Forum and the Alignment Forum, which run the same program
        name="lesswrong",
        known=".comments-node, .PostsPage-postContent, #postContent, .CommentBody-root",
        address=r"/(?:posts|events)/(\w+)",
        title=(".PostsPageTitle-root", "h1.PostsPageTitle-link", "h1", "meta[property='og:title']@content", "title"),
        opening=Part(
            posts="body",
            id=(),
            author=(
                ".PostsAuthors-root a",
                ".PostsAuthors-authorName a",
                "[class*='HeaderAuthor'] a[href*='/users/']",
                "[class*='PostsPageHeader-author'] a[href*='/users/']",
            ),
            account=(
                ".PostsAuthors-root a@href",
                ".PostsAuthors-authorName a@href",
                "[class*='HeaderAuthor'] a[href*='/users/']@href",
                "[class*='PostsPageHeader-author'] a[href*='/users/']@href",
            ),
            date=("[class*='PostsPageDate'] time@datetime", "[class*='PostsPage'] time@datetime"),
            score=("[class*='PostsVote'] [class*='voteScore']", ".LWPostsPageTopHeaderVote-voteScore"),
            body=("#postContent", ".PostsPage-postContent", "#postBody"),
            link=(".LinkPostMessage-root a@href", "[class*='linkPostMessage'] a@href"),
        ),
        comments=Part(
            posts=".comments-node",
            id=("@id", "a[href*='commentId=']@href"),
            author=(".CommentUserName-author", "[class*='UsersNameDisplay']", "a[href*='/users/']"),
            account=(".CommentUserName-author@href", "a[href*='/users/']@href"),
            date=("time@datetime",),
            score=("[class*='VoteAxis'] [class*='voteScore']", "[class*='voteScore']"),
            body=(".CommentBody-root", ".commentBody", ".comment-body"),
        ),
        native=r"(?:^|commentId=|#)(\w+)$",
        added=(".LinkPostMessage-root", "[class*='linkPostMessage']"),
        left_out=(".CommentsNode-loadMore", "[class*='loadMore']"),
    ),
    Site(  # Reddit before 2018, still there at old.reddit.com
        name="reddit",
        known=".thing.comment, .commentarea",
        address=r"/comments/(\w+)",
        title=("#siteTable a.title", "title"),
        opening=Part(
            posts="#siteTable .thing.link",
            id=("@data-fullname", "@id"),
            author=(".tagline .author",),
            date=(".tagline time@datetime",),
            score=("@data-score", ".score.unvoted@title", ".score.unvoted"),
            body=(".usertext-body .md",),
            link=("a.title@href",),
        ),
        comments=Part(
            posts=".thing.comment",
            id=("@data-fullname", "@id"),
            author=(".tagline .author",),
            date=(".tagline time@datetime",),
            score=(".score.unvoted@title", ".score.unvoted"),
            body=(".usertext-body .md",),
        ),
        native=r"(t[13]_\w+)$",
        left_out=(".thing.morechildren",),
    ),
    Site(  # Reddit since 2023
        name="reddit",
        known="shreddit-comment, shreddit-post",
        address=r"/comments/(\w+)",
        title=("shreddit-post@post-title", "title"),
        opening=Part(
            posts="shreddit-post",
            id=("@id",),
            author=("@author",),
            date=("@created-timestamp",),
            score=("@score",),
            body=("[slot='text-body']",),
            link=("@content-href",),
        ),
        comments=Part(
            posts="shreddit-comment",
            id=("@thingid",),
            author=("@author",),
            date=("@created", "time@datetime"),
            score=("@score",),
            body=("[slot='comment']",),
            parent=("@parentid",),
        ),
        native=r"(t[13]_\w+)$",
        left_out=("faceplate-partial[src*='more-comments']",),
    ),
    Site(
        name="hackernews",
        known="tr.athing.comtr, #hnmain .fatitem",
        address=r"[?&]id=(\d+)",
        title=(".titleline a", "a.storylink", "a.titlelink", "title"),
        opening=Part(
            posts=".fatitem",
            id=("tr.athing@id",),
            author=("a.hnuser",),
            date=(".age@title",),
            score=(".score",),
            body=(".toptext", ".commtext"),
            link=(".titleline a@href", "a.storylink@href", "a.titlelink@href"),
        ),
        comments=Part(
            posts="tr.athing.comtr",
            id=("@id",),
            author=("a.hnuser",),
            date=(".age@title",),
            body=(".commtext", "span.comment"),
            depth=("td.ind@indent", "td.ind img@width"),
        ),
        native=r"^(\d+)$",
    ),
    Site(
        name="",
        known="article[data-post-id] .cooked, .crawler-post",
        address=r"/t/(?:[^/?#]*/)?(\d+)",
        title=("#topic-title .fancy-title", "#topic-title h1", "meta[property='og:title']@content", "title"),
        opening=None,
        comments=Part(
            posts="article[data-post-id], .crawler-post",
            id=("@id",),
            author=(".names .full-name", ".names [data-user-card]", ".creator [itemprop='name']", ".creator a"),
            account=(".names [data-user-card]@data-user-card", ".creator a@href"),
            date=(".post-date [data-time]@data-time", "time[itemprop='datePublished']@datetime", "time@datetime"),
            score=(".like-count", ".post-likes"),
            body=(".cooked", ".post[itemprop='text']", ".post[itemprop='articleBody']"),
        ),
        native=r"^post_(\d+)$",
        topic="article[data-topic-id]@data-topic-id",
    ),
)
