"""One address of every public page type and state that an address can reach, in a site with the starter content."""

ADDRESSES = {
    "home": "/",
    "services": "/services/",
    "service": "/services/neuromuscular-massage/",
    "service-short": "/services/deep-tissue-massage/",
    "conditions": "/conditions/",
    "conditions-area": "/conditions/?area=lower-back",
    "condition": "/conditions/sciatica/",
    "techniques": "/techniques/",
    "technique": "/techniques/effleurage/",
    "galleries": "/gallery/",
    "gallery": "/gallery/the-treatment-room/",
    "photo": "/gallery/the-treatment-room/photo-4/",  # its number in a new site
    "first-visit": "/your-first-visit/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "contact": "/contact/",
    "contact-sent": "/contact/sent/",
    "search": "/search/",
    "search-results": "/search/?q=siatica",
    "search-nothing": "/search/?q=xylophone",
    "not-found": "/there-is-no-such-page/",
}
EVERY_PAGE = list(ADDRESSES.values())
NOT_FOUND = ADDRESSES["not-found"]
