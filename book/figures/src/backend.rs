//! What plotters draws with: its drawing commands become elements of our canvas.

use std::convert::Infallible;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use crate::canvas::{Anchor, Canvas, Label};
use crate::colour::Ink;
use crate::text;

/// plotters counts in whole pixels: ten of them are one unit of ours.
pub(crate) const PIXELS: f64 = 10.0;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// A canvas of which plotters sees the rectangle that begins at `at`.
pub(crate) struct Backend<'a> {
    pub(crate) canvas: &'a mut Canvas,
    pub(crate) at: (f64, f64),
    pub(crate) size: (f64, f64),
}

impl Backend<'_> {
    fn place(&self, (x, y): BackendCoord) -> (f64, f64) {
        (self.at.0 + x as f64 / PIXELS, self.at.1 + y as f64 / PIXELS)
    }
}

impl DrawingBackend for Backend<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        ((self.size.0 * PIXELS) as u32, (self.size.1 * PIXELS) as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.canvas.rectangle(self.place(point), (1.0 / PIXELS, 1.0 / PIXELS), Ink::from(color.rgb).0);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let points: Vec<_> = path.into_iter().map(|p| self.place(p)).collect();
        let (Ink(colour, dash), alpha) = (Ink::from(style.color().rgb), style.color().alpha);
        if alpha > 0.0 {
            self.canvas.path(&points, colour, style.stroke_width() as f64 / PIXELS, dash, alpha);
        }
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let ((x0, y0), (x1, y1)) = (self.place(upper_left), self.place(bottom_right));
        let (Ink(colour, dash), alpha) = (Ink::from(style.color().rgb), style.color().alpha);
        if fill {
            self.canvas.pale_rectangle((x0, y0), (x1 - x0, y1 - y0), colour, alpha);
        } else {
            let corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)];
            self.canvas.path(&corners, colour, style.stroke_width() as f64 / PIXELS, dash, alpha);
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (centre, colour) = (self.place(centre), Ink::from(style.color().rgb).0);
        if fill {
            self.canvas.circle(centre, radius as f64 / PIXELS, colour);
        } else {
            self.canvas.ring(centre, radius as f64 / PIXELS, colour);
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let points: Vec<_> = path.into_iter().map(|p| self.place(p)).collect();
        self.canvas.polygon(&points, Ink::from(style.color().rgb).0, style.color().alpha);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => Anchor::Start,
            HPos::Center => Anchor::Middle,
            HPos::Right => Anchor::End,
        };
        let size = style.size() / PIXELS;
        let (x, y) = self.place(at);
        let y = match style.anchor().v_pos {
            VPos::Top => y + size / 2.0,
            VPos::Center => y,
            VPos::Bottom => y - size / 2.0,
        };
        let label = Label::new(text).size(size).anchor(anchor).colour(Ink::from(style.color().rgb).0);
        self.canvas.text(&label, (x, y));
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok((text::width(text, style.size()) as u32, style.size() as u32))
    }
}
