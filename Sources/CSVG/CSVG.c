#include "CSVG.h"

#include <librsvg/rsvg.h>

// Without an address of its own a drawing reaches no file and no host.
static RsvgHandle *read_drawing(const unsigned char *bytes, long count) {
  return rsvg_handle_new_from_data(bytes, (gsize)count, NULL);
}

int csvg_size(const unsigned char *bytes, long count, double *width, double *height) {
  RsvgHandle *drawing = read_drawing(bytes, count);
  if (!drawing) return 0;
  gboolean has_width, has_height, has_box;
  RsvgLength ignored_width, ignored_height;
  RsvgRectangle box;
  rsvg_handle_get_intrinsic_dimensions(drawing, &has_width, &ignored_width, &has_height, &ignored_height, &has_box,
                                       &box);
  int known = 1;
  if (has_box) {
    *width = box.width;
    *height = box.height;
  } else {
    known = rsvg_handle_get_intrinsic_size_in_pixels(drawing, width, height);
  }
  g_object_unref(drawing);
  return known && *width > 0 && *height > 0;
}

int csvg_draw(void *cairo, const unsigned char *bytes, long count, double x, double y, double width, double height) {
  RsvgHandle *drawing = read_drawing(bytes, count);
  if (!drawing) return 0;
  RsvgRectangle place = {x, y, width, height};
  int drawn = rsvg_handle_render_document(drawing, (cairo_t *)cairo, &place, NULL);
  g_object_unref(drawing);
  return drawn;
}
