#include "devices/printer/virtual_paper_device.hpp"

namespace slipway::devices {

std::optional<std::string> VirtualPaperDevice::on_paper_words(const std::string& words) {
  const std::string after = "paper out after ";
  if (words.starts_with(after) && words.ends_with(" rows")) {
    return end_after(words.substr(after.size(), words.size() - after.size() - 5));
  }
  if (words == "cover open" || words == "cover close") {
    cover_open_ = words == "cover open";
    on_paper_changed();
    return cover_open_ ? "the cover is open" : "the cover is closed";
  }
  if (words == "paper out") {
    paper_.take_out();
  } else if (words == "paper in" || words == "paper low") {
    paper_.put_in(words == "paper low");
  } else {
    return std::nullopt;
  }
  on_paper_changed();
  return paper_.is_out() ? "the paper is out" : "paper is in";
}

std::optional<std::string> VirtualPaperDevice::end_after(const std::string& count) {
  const bool is_number = !count.empty() && count.size() <= 6 &&
                         count.find_first_not_of("0123456789") == std::string::npos;
  if (!is_number) return std::nullopt;
  paper_.end_after(std::stoul(count));
  return "paper for " + count + " rows of dots";
}

}  // namespace slipway::devices
