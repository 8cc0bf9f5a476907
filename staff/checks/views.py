"""What the page editor asks while somebody writes."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from wagtail.admin.views.pages.preview import PreviewOnCreateView, PreviewOnEditView

from staff.checks.checking import find
from staff.checks.editing import listed, page_in


class CheckPageView(PreviewOnEditView):
    """Answer what is found in the form as it is now; like a preview, and only for those who may edit the page."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Return the list as HTML, and a note for each field or block by its path in the editor."""
        form = self.get_form(request.POST)
        form.defer_required_fields()
        findings = find(page_in(form))
        notes = [
            {
                "path": finding.place.path,
                "sentence": finding.sentence,
                "html": render_to_string("staff/checks/note.html", {"finding": finding}),
            }
            for finding in findings
            if finding.place
        ]
        shown = listed(findings)
        html = render_to_string("staff/checks/list.html", shown)
        return JsonResponse({"summary": shown["summary"], "list": html, "notes": notes})


class CheckNewPageView(CheckPageView, PreviewOnCreateView):
    """The same for a page that was never saved."""
