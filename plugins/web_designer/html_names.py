"""Names of HTML and ARIA, as sets."""

from __future__ import annotations

ELEMENTS = frozenset(
    "a abbr address area article aside audio b base bdi bdo blockquote body br button canvas caption cite code col colgroup data "
    "datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header "
    "hgroup hr html i iframe img input ins kbd label legend li link main map mark menu meta meter nav noscript object ol optgroup "
    "option output p picture pre progress q rp rt ruby s samp script search section select selectedcontent slot small source span "
    "strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track u ul var video wbr math "
    "fencedframe".split()
)
"""https://html.spec.whatwg.org/multipage/indices.html#elements-3"""

OBSOLETE = frozenset(
    "acronym applet basefont bgsound big blink center dir font frame frameset isindex keygen listing marquee menuitem multicol nextid "
    "nobr noembed noframes param plaintext rb rtc spacer strike tt xmp".split()
)

SECTIONING = frozenset("article aside nav section".split())
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

BLOCKS = frozenset(
    "address article aside blockquote details dialog div dl fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr "
    "main menu nav ol p pre search section table ul".split()
)
"""Elements that may stand only where flow content may."""

TEXT_ONLY = frozenset(
    "abbr b bdi bdo button cite code data dfn em h1 h2 h3 h4 h5 h6 i kbd label mark meter output p pre progress q s samp small span "
    "strong sub sup time u var".split()
)
"""Elements that hold phrasing content alone."""

TRANSPARENT = frozenset("a ins del map noscript slot".split())
"""Elements that may hold what their parent may."""

LABELABLE = frozenset("button input meter output progress select textarea".split())
FOCUSABLE_WITH_HREF = frozenset(("a", "area"))
CONTROLS = frozenset("button input select textarea".split())

ROLES = frozenset(
    "alert alertdialog application article banner blockquote button caption cell checkbox code columnheader combobox complementary "
    "contentinfo comment definition deletion dialog directory document emphasis feed figure form generic graphics-document "
    "graphics-object graphics-symbol grid gridcell group heading img image insertion link list listbox listitem log main mark marquee "
    "math menu menubar menuitem menuitemcheckbox menuitemradio meter navigation none note option paragraph presentation progressbar "
    "radio radiogroup region row rowgroup rowheader scrollbar search searchbox sectionfooter sectionheader separator slider "
    "spinbutton status strong subscript suggestion superscript switch tab table tablist tabpanel term text textbox time timer toolbar "
    "tooltip tree treegrid treeitem".split()
)
"""https://www.w3.org/TR/wai-aria-1.3/#role_definitions, with those of graphics; publishing's begin with ``doc-``."""

SOLID_ROLES = frozenset(
    "button checkbox img image math menuitemcheckbox menuitemradio meter option progressbar radio scrollbar separator slider switch "
    "tab".split()
)
"""Roles of elements that are one thing: what stands in them cannot be used by itself."""

ARIA = frozenset(
    "aria-activedescendant aria-atomic aria-autocomplete aria-braillelabel aria-brailleroledescription aria-busy aria-checked "
    "aria-colcount aria-colindex aria-colindextext aria-colspan aria-controls aria-current aria-describedby aria-description "
    "aria-details aria-disabled aria-dropeffect aria-errormessage aria-expanded aria-flowto aria-grabbed aria-haspopup aria-hidden "
    "aria-invalid aria-keyshortcuts aria-label aria-labelledby aria-level aria-live aria-modal aria-multiline aria-multiselectable "
    "aria-orientation aria-owns aria-placeholder aria-posinset aria-pressed aria-readonly aria-relevant aria-required "
    "aria-roledescription aria-rowcount aria-rowindex aria-rowindextext aria-rowspan aria-selected aria-setsize aria-sort "
    "aria-valuemax aria-valuemin aria-valuenow aria-valuetext aria-actions".split()
)

REFERENCES = frozenset(
    "aria-activedescendant aria-controls aria-describedby aria-details aria-errormessage aria-flowto aria-labelledby aria-owns".split()
)
"""ARIA attributes that name other elements by their ids."""
