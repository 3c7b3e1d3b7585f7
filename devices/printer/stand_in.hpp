#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "devices/printer/cups_queue.hpp"
#include "devices/printer/page.hpp"

// Where a voucher goes when the receipt printer cannot print it: onto a sheet of A4, through a
// queue of CUPS. A last resort, because nobody knows afterwards what is on paper: a person looks.
namespace slipway::devices {

// The page as a PDF of one sheet of A4, as large as fits and at most 1.4 times as large as on a
// roll; a page that is longer than the sheet stands in two columns, cut where it is white. Nothing
// when it would be smaller than two thirds, from about 75 cm on: nobody could read it. `page` is
// sound.
[[nodiscard]] std::optional<std::string> sheet_of(const Page& page);

// What all users of the print server see of it.
inline constexpr const char* kSheetTitle = "Slipway voucher";
// With all its questions shorter than a kiosk's patience of 90 seconds, so that its screen hears
// how it ended: the time of a job counts for sending it and for following it.
inline constexpr CupsPatience kSheetPatience{
    std::chrono::milliseconds(5'000), std::chrono::milliseconds(25'000),
    std::chrono::milliseconds(500), std::chrono::milliseconds(400)};

// Prints the page there once, and follows it to the end; blocks as print_by_cups() does. On the
// evidence ladder it stands nowhere: NotPrinted when nothing was sent, Unknown for all else.
[[nodiscard]] Printed print_on_sheet(const CupsAddress& queue, const Page& page,
                                     const std::stop_token& stop = {},
                                     const CupsPatience& patience = kSheetPatience);

}  // namespace slipway::devices
