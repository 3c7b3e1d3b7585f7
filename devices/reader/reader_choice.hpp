#pragma once

#include <memory>
#include <optional>

#include "devices/chosen.hpp"
#include "devices/reader/card_number.hpp"
#include "devices/reader/card_reader.hpp"
#include "devices/reader/mifare_sector.hpp"
#include "devices/usb/transport.hpp"

namespace slipway::devices {

// The interface through which a device would be a card reader, whatever its kind; nullptr when it
// would not.
[[nodiscard]] const usb::Interface* reader_interface_of(const usb::Description& description,
                                                        Chosen chosen);

// Whether this reader sees cards themselves, and is to be preferred over one that writes numbers: a
// kiosk may have a scanner beside its reader, and either may be plugged in first.
[[nodiscard]] bool sees_cards(const usb::Interface& interface);

// The driver for the claimed interface. `format` is for readers that write numbers, and for the
// number in `sector`, for which a reader of cards looks instead of their UID.
[[nodiscard]] Result<std::unique_ptr<CardReader>> open_reader(
    std::unique_ptr<usb::Transport> transport, NumberFormat format,
    const std::optional<MifareSector>& sector = std::nullopt);

}  // namespace slipway::devices
