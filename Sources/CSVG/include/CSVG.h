#pragma once

// librsvg behind two functions that name none of its types: its headers bring Cairo's and GLib's along, which Swift
// would meet a second time beside Pango's.

// The drawing's own proportions; 0 where the bytes are no SVG or have none.
int csvg_size(const unsigned char *bytes, long count, double *width, double *height);

// Draws it into a rectangle of a `cairo_t`; 0 where it could not be drawn.
int csvg_draw(void *cairo, const unsigned char *bytes, long count, double x, double y, double width, double height);
